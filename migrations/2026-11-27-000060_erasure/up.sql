-- The user names of erased users stay reserved, without the user.
ALTER TABLE given_up_usernames DROP CONSTRAINT given_up_usernames_user_id_fkey;
