// Who may watch, who may write: the four flags of a stream.
import type { Stream } from '../api/types';
import { Switch } from '../ui/Switch';
import styles from './RuleSwitches.module.css';

export type Rules = Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly' | 'isGuestsAllowed'>;

interface Props {
  rules: Rules;
  disabled?: boolean;
  onChange: (change: Partial<Rules>) => void;
}

export function RuleSwitches({ rules, disabled = false, onChange }: Props) {
  // Rules about a chat that is off are kept, but there is nothing to decide about them now.
  const isChatRuleDisabled = disabled || !rules.isChatEnabled;
  return (
    <div className={styles.groups}>
      <fieldset className={styles.group}>
        <legend>Audience</legend>
        <Switch
          label="Guests may watch"
          hint="People who aren’t signed in."
          checked={rules.isGuestsAllowed}
          disabled={disabled}
          onCheckedChange={(isGuestsAllowed) => onChange({ isGuestsAllowed })}
        />
      </fieldset>
      <fieldset className={styles.group}>
        <legend>Chat</legend>
        <Switch
          label="Chat is open"
          checked={rules.isChatEnabled}
          disabled={disabled}
          onCheckedChange={(isChatEnabled) => onChange({ isChatEnabled })}
        />
        <Switch
          label="Delay messages"
          hint="Others see messages 3 seconds later, so you can remove them first."
          checked={rules.isChatDelayed}
          disabled={isChatRuleDisabled}
          onCheckedChange={(isChatDelayed) => onChange({ isChatDelayed })}
        />
        <Switch
          label="Followers only"
          hint="Everyone can watch; only followers can write."
          checked={rules.isChatFollowersOnly}
          disabled={isChatRuleDisabled}
          onCheckedChange={(isChatFollowersOnly) => onChange({ isChatFollowersOnly })}
        />
      </fieldset>
    </div>
  );
}
