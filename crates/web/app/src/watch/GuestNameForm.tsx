// The guest's name. Playback starts before a name is chosen.
import { useState, type FormEvent } from 'react';
import { LIMITS } from '../api/limits';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import styles from './GuestNameForm.module.css';

const NAME_LIMIT = LIMITS.guestName;

export function GuestNameForm({ name, onRename }: { name: string; onRename: (name: string) => Promise<void> }) {
  const [isOpen, setIsOpen] = useState(false);
  const [newName, setNewName] = useState('');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (newName.trim() === '') {
      setProblem('Enter a name.');
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
          You are watching as a guest, <strong>
            <Name>{name}</Name>
          </strong>.
        </span>
        <Button variant="quiet" onClick={() => setIsOpen(true)}>
          Change name
        </Button>
      </p>
    );
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <Field
        label="Your name"
        name="guestName"
        value={newName}
        onValueChange={setNewName}
        limit={NAME_LIMIT}
        problem={problem}
        autoComplete="nickname"
      />
      <div className={styles.actions}>
        <Button type="submit" isBusy={isBusy}>
          Use this name
        </Button>
        <Button variant="quiet" onClick={() => setIsOpen(false)}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
