// The switch for the picture of the broadcast.
import { useT } from '../../i18n/current';
import { thumbnail } from '../../i18n/en/thumbnail';
import { useStored } from '../../storage/storedValue';
import { Switch } from '../../ui/Switch';
import { thumbnailConsent } from './consent';

export function ThumbnailSwitch({ userId, isGuestsAllowed }: { userId: string; isGuestsAllowed: boolean }) {
  const t = useT();
  const consent = thumbnailConsent(userId);
  return (
    <Switch
      label={t(thumbnail.show)}
      hint={isGuestsAllowed ? t(thumbnail.hint) : t(thumbnail.notForGuests)}
      checked={useStored(consent) === 'given'}
      onCheckedChange={(isGiven) => consent.set(isGiven ? 'given' : 'refused')}
    />
  );
}
