import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServicePage } from '../services/service-requests.ts'

/** Every cause of a suspension: since when, by whom, what staff noted and what the customer read. */
export function SuspensionCauses({ causes }: { causes: ServicePage['suspensions'] }) {
  const { t } = useTranslation()
  return causes.map(({ cause, since, by, note, message }) => (
    <div key={cause}>
      <Text size="sm" component="div">
        <Text span inherit fw={500}>
          {t(`servicePage.cause.${cause}`)}
        </Text>{' '}
        · {by.kind === 'automation' ? t('ui.actor.automation') : by.name} · <TimeText at={since} />
      </Text>
      {note && (
        <Text size="xs" component="div">
          {t('servicePage.banner.note', { note })}
        </Text>
      )}
      {message && (
        <Text size="xs" component="div">
          {t('services.banner.told', { message })}
        </Text>
      )}
    </div>
  ))
}
