// The player's menu: quality, statistics and the help.
import * as Menu from '@radix-ui/react-dropdown-menu';
import { Icon } from '../../ui/Icon';
import controls from './Controls.module.css';
import type { QualityChoice } from './quality';
import styles from './SettingsMenu.module.css';
import type { Quality } from './useQuality';

interface Props {
  quality: Quality;
  /** What automatic quality gives now, such as `720p`. */
  currentLines: string | null;
  isStatsShown: boolean;
  onStats: (isShown: boolean) => void;
  onHelp: () => void;
  onOpenChange: (isOpen: boolean) => void;
  /** In full screen, only what is inside this element is seen. */
  container: HTMLElement | null;
}

export function SettingsMenu({ quality, currentLines, isStatsShown, onStats, onHelp, onOpenChange, container }: Props) {
  return (
    <Menu.Root modal={false} onOpenChange={onOpenChange}>
      <Menu.Trigger className={controls.control} aria-label="Settings" title="Settings">
        <Icon name="settings" />
      </Menu.Trigger>
      <Menu.Portal container={container}>
        <Menu.Content className={styles.menu} side="top" align="end" sideOffset={4} collisionPadding={8} loop>
          <Menu.Label className={styles.label}>Quality</Menu.Label>
          <Menu.RadioGroup value={quality.choice} onValueChange={(choice) => quality.choose(choice as QualityChoice)}>
            {quality.options.map(({ choice, label }) => (
              <Menu.RadioItem key={choice} value={choice} className={styles.item}>
                <span className={styles.mark}>
                  <Menu.ItemIndicator>
                    <Icon name="check" size={16} />
                  </Menu.ItemIndicator>
                </span>
                {choice === 'auto' && quality.choice === 'auto' && currentLines !== null ? `${label} (${currentLines})` : label}
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Separator className={styles.line} />
          <Menu.CheckboxItem className={styles.item} checked={isStatsShown} onCheckedChange={onStats}>
            <span className={styles.mark}>
              <Menu.ItemIndicator>
                <Icon name="check" size={16} />
              </Menu.ItemIndicator>
            </span>
            Statistics
          </Menu.CheckboxItem>
          <Menu.Item className={styles.item} onSelect={onHelp}>
            <span className={styles.mark} />
            Keyboard shortcuts
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
