-- Terms of the search: the beginnings of words, with what follows them, as rows that an index orders. So a search reads
-- a bounded number of candidates, which a trigram index (GIN) cannot: it reads all matches. Triggers write the rows,
-- because servers of earlier versions do not.

-- The terms of a folded text (`search_text`). Each line of it and each of its words begins a term; in scripts that are
-- written without spaces, each character does. `is_part` is false for the beginning of a line. A term ends after 32
-- characters, and a line after 256.
CREATE FUNCTION onair_search_terms(search_text text) RETURNS TABLE (term text, is_part boolean)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 10 AS $$
DECLARE
    -- Thai, Lao, Burmese, Khmer, Japanese and Chinese
    unspaced constant text := '[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u4DBF\u4E00-\u9FFF'
                              '\uF900-\uFAFF\U00020000-\U0003FFFF]';
    line text;
    previous text := '';
BEGIN
    FOREACH line IN ARRAY string_to_array(coalesce(search_text, ''), E'\n') LOOP
        line := left(ltrim(line, ' '), 256);
        -- The words of a text without punctuation are the text itself.
        CONTINUE WHEN line = '' OR line = previous;
        previous := line;
        term := left(line, 32);
        is_part := false;
        RETURN NEXT;
        is_part := true;
        IF line ~ unspaced THEN
            FOR at IN 2 .. length(line) LOOP
                IF substr(line, at - 1, 1) = ' ' OR substr(line, at, 1) ~ unspaced THEN
                    term := substr(line, at, 32);
                    RETURN NEXT;
                END IF;
            END LOOP;
        ELSE
            WHILE strpos(line, ' ') > 0 LOOP
                line := substr(line, strpos(line, ' ') + 1);
                term := left(line, 32);
                RETURN NEXT;
            END LOOP;
        END IF;
    END LOOP;
END
$$;

-- Of all streams. `is_name` tells the creator's names from the title.
CREATE TABLE search_terms (
    term text COLLATE "C" NOT NULL,
    is_part boolean NOT NULL,
    stream_id text COLLATE "C" NOT NULL,
    is_name boolean NOT NULL,
    PRIMARY KEY (term, is_part, stream_id, is_name)
);

-- Of live streams, which results contain first.
CREATE TABLE live_search_terms (
    term text COLLATE "C" NOT NULL,
    is_part boolean NOT NULL,
    stream_id text COLLATE "C" NOT NULL,
    is_name boolean NOT NULL,
    PRIMARY KEY (term, is_part, stream_id, is_name)
);

-- No foreign keys: a search ignores terms without a stream. Here and below, the planner must not choose another plan while
-- a table is empty and keep it.
CREATE FUNCTION onair_delete_search_terms(stream text, of_name boolean, old_text text, kept_text text,
                                          in_all boolean, in_live boolean)
RETURNS void LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    old record;
BEGIN
    FOR old IN SELECT * FROM onair_search_terms(old_text) EXCEPT SELECT * FROM onair_search_terms(kept_text) LOOP
        IF in_all THEN
            DELETE FROM search_terms
            WHERE term = old.term AND is_part = old.is_part AND stream_id = stream AND is_name = of_name;
        END IF;
        IF in_live THEN
            DELETE FROM live_search_terms
            WHERE term = old.term AND is_part = old.is_part AND stream_id = stream AND is_name = of_name;
        END IF;
    END LOOP;
END
$$;

CREATE FUNCTION onair_streams_search_terms_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A concurrent change of the names waits, or is waited for and then read.
    PERFORM FROM users WHERE id IN (SELECT user_id FROM inserted) FOR SHARE;
    INSERT INTO search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, id, false FROM inserted, onair_search_terms(search_text)
    UNION
    SELECT term, is_part, inserted.id, true
    FROM inserted JOIN users ON users.id = inserted.user_id, onair_search_terms(users.search_text)
    ON CONFLICT DO NOTHING;
    INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, id, false FROM inserted, onair_search_terms(search_text) WHERE is_live
    UNION
    SELECT term, is_part, inserted.id, true
    FROM inserted JOIN users ON users.id = inserted.user_id, onair_search_terms(users.search_text) WHERE is_live
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE FUNCTION onair_streams_search_terms_changed() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
    PERFORM onair_delete_search_terms(OLD.id, false, OLD.search_text, NEW.search_text, true, OLD.is_live);
    INSERT INTO search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, NEW.id, false FROM onair_search_terms(NEW.search_text)
    ON CONFLICT DO NOTHING;
    IF NEW.is_live THEN
        INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
        SELECT term, is_part, NEW.id, false FROM onair_search_terms(NEW.search_text)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION onair_streams_search_terms_live() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    -- A concurrent change of the names waits, or is waited for and then read.
    names text := (SELECT search_text FROM users WHERE id = NEW.user_id FOR SHARE);
BEGIN
    IF NEW.is_live THEN
        INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
        SELECT term, is_part, NEW.id, false FROM onair_search_terms(NEW.search_text)
        UNION ALL
        SELECT term, is_part, NEW.id, true FROM onair_search_terms(names)
        ON CONFLICT DO NOTHING;
    ELSE
        PERFORM onair_delete_search_terms(NEW.id, false, NEW.search_text, '', false, true);
        PERFORM onair_delete_search_terms(NEW.id, true, names, '', false, true);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION onair_streams_search_terms_deleted() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
BEGIN
    PERFORM onair_delete_search_terms(OLD.id, false, OLD.search_text, '', true, OLD.is_live);
    PERFORM onair_delete_search_terms(OLD.id, true, (SELECT search_text FROM users WHERE id = OLD.user_id), '', true,
                                      OLD.is_live);
    RETURN NULL;
END
$$;

CREATE FUNCTION onair_users_search_terms_changed() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off AS $$
DECLARE
    stream record;
BEGIN
    -- Not locked: going live locks the stream first and then the user.
    SELECT id, is_live INTO stream FROM streams WHERE user_id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM onair_delete_search_terms(stream.id, true, OLD.search_text, NEW.search_text, true, stream.is_live);
    INSERT INTO search_terms (term, is_part, stream_id, is_name)
    SELECT term, is_part, stream.id, true FROM onair_search_terms(NEW.search_text)
    ON CONFLICT DO NOTHING;
    IF stream.is_live THEN
        INSERT INTO live_search_terms (term, is_part, stream_id, is_name)
        SELECT term, is_part, stream.id, true FROM onair_search_terms(NEW.search_text)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER streams_search_terms_inserted
    AFTER INSERT ON streams REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION onair_streams_search_terms_inserted();

CREATE TRIGGER streams_search_terms_changed
    AFTER UPDATE OF search_text ON streams FOR EACH ROW
    WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text)
    EXECUTE FUNCTION onair_streams_search_terms_changed();

CREATE TRIGGER streams_search_terms_live
    AFTER UPDATE OF is_live ON streams FOR EACH ROW
    WHEN (OLD.is_live IS DISTINCT FROM NEW.is_live)
    EXECUTE FUNCTION onair_streams_search_terms_live();

CREATE TRIGGER streams_search_terms_deleted
    AFTER DELETE ON streams FOR EACH ROW
    EXECUTE FUNCTION onair_streams_search_terms_deleted();

CREATE TRIGGER users_search_terms_changed
    AFTER UPDATE OF search_text ON users FOR EACH ROW
    WHEN (OLD.search_text IS DISTINCT FROM NEW.search_text)
    EXECUTE FUNCTION onair_users_search_terms_changed();
