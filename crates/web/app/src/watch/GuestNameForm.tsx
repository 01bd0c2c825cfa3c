// The guest's name. Playback starts before a name is chosen.
import { useState, type FormEvent } from 'react';
import { LIMITS } from '../api/limits';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import styles from './GuestNameForm.module.css';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { common } from '../i18n/en/common';
import { watch } from '../i18n/en/watch';

const NAME_LIMIT = LIMITS.guestName;

export function GuestNameForm({ name, onRename }: { name: string; onRename: (name: string) => Promise<void> }) {
  const t = useT();
  const [isOpen, setIsOpen] = useState(false);
  const [newName, setNewName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (newName.trim() === '') {
      setProblem(t(watch.enterName));
      return;
    }
    setIsBusy(true);
    setProblem(undefined);
    try {
      await onRename(newName);
      setIsOpen(false);
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  if (!isOpen) {
    return (
      <p className={styles.line}>
        <span>
          <Trans message={watch.asGuest} values={{ name: <Name>{name}</Name> }} tags={{ strong: <strong /> }} />
        </span>
        <Button variant="quiet" onClick={() => setIsOpen(true)}>
          {t(watch.changeName)}
        </Button>
      </p>
    );
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <Field
        label={t(watch.yourName)}
        name="guestName"
        value={newName}
        onValueChange={setNewName}
        limit={NAME_LIMIT}
        problem={problem}
        autoComplete="nickname"
      />
      <div className={styles.actions}>
        <Button type="submit" isBusy={isBusy}>
          {t(watch.saveName)}
        </Button>
        <Button variant="quiet" onClick={() => setIsOpen(false)}>
          {t(common.cancel)}
        </Button>
      </div>
    </form>
  );
}
