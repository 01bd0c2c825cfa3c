// The row of controls under the picture. It has the same height and places before and during a broadcast.
import type { ReactNode } from 'react';
import styles from './ControlRow.module.css';

interface Props {
  /** The name of the group, if it is one. */
  label?: string;
  state: ReactNode;
  toggles: ReactNode;
  actions: ReactNode;
}

export function ControlRow({ label, state, toggles, actions }: Props) {
  return (
    <div className={styles.row} role={label ? 'group' : undefined} aria-label={label}>
      <div className={styles.state}>{state}</div>
      {toggles}
      <div className={styles.actions}>{actions}</div>
    </div>
  );
}
