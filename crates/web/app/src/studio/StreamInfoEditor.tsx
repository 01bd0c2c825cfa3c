// Edits title and description. A running broadcast isn't interrupted.
import { useRef, useState, type FormEvent } from 'react';
import { unwrap, api } from '../api/client';
import type { Stream } from '../api/types';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { focusFirstInvalid } from '../ui/focusFirstInvalid';
import { DESCRIPTION_LIMIT, formProblems, NO_PROBLEMS, TITLE_LIMIT } from './streamForm';
import styles from './StreamInfoEditor.module.css';

export function StreamInfoEditor({ stream, onSaved }: { stream: Stream; onSaved: (stream: Stream) => void }) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [title, setTitle] = useState(stream.title);
  const [description, setDescription] = useState(stream.description ?? '');
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const [progress, setProgress] = useState<'idle' | 'saving' | 'saved'>('idle');
  // Takes over changes from another window, unless the user has edited the field.
  const [last, setLast] = useState(stream);
  if (last !== stream) {
    setLast(stream);
    if (title === last.title) setTitle(stream.title);
    if (description === (last.description ?? '')) setDescription(stream.description ?? '');
  }
  const isChanged = title !== stream.title || description !== (stream.description ?? '');

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setProgress('saving');
    setProblems(NO_PROBLEMS);
    try {
      const { data } = await unwrap(api.PUT('/api/stream/info', { body: { title, description } }));
      // The service normalizes the text: show what viewers see.
      setTitle(data.title);
      setDescription(data.description ?? '');
      onSaved(data);
      setProgress('saved');
    } catch (error) {
      setProblems(formProblems(error, ['title', 'description']));
      setProgress('idle');
      focusFirstInvalid(form.current);
    }
  };

  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void save(event)} noValidate aria-label={t(studio.titleAndDescription)}>
      <Field
        label={t(studio.titleField)}
        name="title"
        value={title}
        onValueChange={setTitle}
        limit={TITLE_LIMIT}
        problem={problems.fields.title}
        autoComplete="off"
      />
      <Field
        multiline
        label={t(studio.description)}
        name="description"
        value={description}
        onValueChange={setDescription}
        limit={DESCRIPTION_LIMIT}
        problem={problems.fields.description}
      />
      {problems.general && (
        <p role="alert" className={styles.problem}>
          {problems.general}
        </p>
      )}
      <div className={styles.actions}>
        <Button type="submit" variant="secondary" disabled={!isChanged} isBusy={progress === 'saving'}>
          {t(studio.saveChanges)}
        </Button>
        <span role="status" className={styles.progress}>
          {progress === 'saved' && !isChanged && t(studio.saved)}
        </span>
      </div>
    </form>
  );
}
