// Tabs that switch between parts of a page. For links to pages in the same style see `Tabs`.
import * as Tabs from '@radix-ui/react-tabs';
import type { ComponentProps } from 'react';
import { useDirection } from '../i18n/current';
import styles from './TabPanels.module.css';

/** `dir` decides which arrow key leads to the next tab. */
export function TabRoot(props: Omit<ComponentProps<typeof Tabs.Root>, 'dir'>) {
  return <Tabs.Root {...props} dir={useDirection()} />;
}

export const TabPanel = Tabs.Content;

interface Props<T extends string> {
  label: string;
  tabs: readonly { value: T; label: string }[];
}

export function TabList<T extends string>({ label, tabs }: Props<T>) {
  return (
    <Tabs.List className={styles.list} aria-label={label}>
      {tabs.map((tab) => (
        <Tabs.Trigger key={tab.value} value={tab.value} className={styles.tab}>
          {tab.label}
        </Tabs.Trigger>
      ))}
    </Tabs.List>
  );
}
