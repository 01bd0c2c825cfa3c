// The first step of a new creator: title, description and settings.
import { useRef, useState, type FormEvent } from 'react';
import { unwrap, api } from '../api/client';
import type { Stream } from '../api/types';
import { useT } from '../i18n/current';
import { studio } from '../i18n/en/studio';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { focusFirstInvalid } from '../ui/focusFirstInvalid';
import { NarrowPage } from '../ui/NarrowPage';
import { SettingSwitches, type StreamSettings } from './SettingSwitches';
import styles from './SetUpForm.module.css';
import { DESCRIPTION_LIMIT, formProblems, NO_PROBLEMS, TITLE_LIMIT } from './streamForm';

const DEFAULT_SETTINGS: StreamSettings = {
  isChatEnabled: true,
  isChatDelayed: false,
  isChatFollowersOnly: false,
  isGuestsAllowed: true,
};

export function SetUpForm({ onSaved }: { onSaved: (stream: Stream) => void }) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [settings, setSettings] = useState(DEFAULT_SETTINGS);
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const [isBusy, setIsBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setProblems(NO_PROBLEMS);
    try {
      const { data } = await unwrap(api.POST('/api/stream/setup', { body: { title, description, ...settings } }));
      onSaved(data);
    } catch (error) {
      setProblems(formProblems(error, ['title', 'description']));
      setIsBusy(false);
      focusFirstInvalid(form.current);
    }
  };

  return (
    <NarrowPage
      title={t(studio.setUp)}
      intro={t(studio.setUpIntro)}
    >
      <form ref={form} className={styles.form} onSubmit={(event) => void save(event)} noValidate>
        <Field
          label={t(studio.titleField)}
          name="title"
          value={title}
          onValueChange={setTitle}
          limit={TITLE_LIMIT}
          problem={problems.fields.title}
          placeholder={t(studio.titlePlaceholder)}
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
          hint={t(studio.optional)}
        />
        <SettingSwitches settings={settings} onChange={(change) => setSettings({ ...settings, ...change })} />
        {problems.general && (
          <p role="alert" className={styles.problem}>
            {problems.general}
          </p>
        )}
        <Button type="submit" isBusy={isBusy}>
          {t(studio.saveAndContinue)}
        </Button>
      </form>
    </NarrowPage>
  );
}
