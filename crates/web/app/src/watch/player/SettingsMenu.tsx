// The player's menu: quality, statistics and the help.
import * as Menu from '@radix-ui/react-dropdown-menu';
import { Icon } from '../../ui/Icon';
import controls from './Controls.module.css';
import { useDirection, useT } from '../../i18n/current';
import { common } from '../../i18n/en/common';
import { player } from '../../i18n/en/player';
import { qualityLabel, type QualityChoice } from './quality';
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
  const t = useT();
  return (
    <Menu.Root dir={useDirection()} modal={false} onOpenChange={onOpenChange}>
      <Menu.Trigger className={controls.control} aria-label={t(player.settings)} title={t(player.settings)}>
        <Icon name="settings" />
      </Menu.Trigger>
      <Menu.Portal container={container}>
        <Menu.Content className={styles.menu} side="top" align="end" sideOffset={4} collisionPadding={8} loop>
          <Menu.Label className={styles.label}>{t(player.quality)}</Menu.Label>
          <Menu.RadioGroup value={quality.choice} onValueChange={(choice) => quality.choose(choice as QualityChoice)}>
            {quality.options.map(({ choice, lines }) => (
              <Menu.RadioItem key={choice} value={choice} className={styles.item}>
                <span className={styles.mark}>
                  <Menu.ItemIndicator>
                    <Icon name="check" size={16} />
                  </Menu.ItemIndicator>
                </span>
                {qualityLabel(t, choice, choice === 'auto' && quality.choice === 'auto' ? currentLines : lines)}
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
            {t(player.statistics)}
          </Menu.CheckboxItem>
          <Menu.Item className={styles.item} onSelect={onHelp}>
            <span className={styles.mark} />
            {t(common.shortcuts)}
          </Menu.Item>
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}
