// Opens the connection check.
import { connectionCheck as texts } from '../../i18n/en/connectionCheck';
import { useT } from '../../i18n/current';
import { Button } from '../../ui/Button';

export function CheckButton({ onOpen }: { onOpen: () => void }) {
  const t = useT();
  return (
    <Button variant="secondary" onClick={onOpen}>
      {t(texts.open)}
    </Button>
  );
}
