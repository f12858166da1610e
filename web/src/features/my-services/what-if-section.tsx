import { Chip, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import type { MyService, WhatIfWish } from './service-queries.ts'
import { WhatIfWords } from './what-if-words.tsx'

const WISHES: readonly { name: string; wish: WhatIfWish }[] = [
  { name: 'nothing', wish: { do: 'nothing' } },
  { name: 'pay', wish: { do: 'pay' } },
  { name: 'cancel', wish: { do: 'cancel', when: 'end_of_period' } },
]

/** What would happen if one does nothing, pays or cancels: asked, not done. */
export function WhatIfSection({ service }: { service: MyService }) {
  const { t } = useTranslation()
  const [chosen, choose] = useState('nothing')
  const wish = WISHES.find(({ name }) => name === chosen)?.wish
  const shown = WISHES.filter(({ name }) => service.expiresAt !== null || name !== 'cancel')
  return (
    <Section title={t('myServices.whatIf.title')} text={t('myServices.whatIf.text')}>
      <Stack gap="sm">
        <Chip.Group value={chosen} onChange={(name) => typeof name === 'string' && choose(name)}>
          <Group gap={6} role="radiogroup" aria-label={t('myServices.whatIf.title')}>
            {shown.map(({ name }) => (
              <Chip key={name} value={name} size="xs" variant="light">
                {t(`myServices.whatIf.${name}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        {wish && <WhatIfWords serviceId={service.id} wish={wish} />}
      </Stack>
    </Section>
  )
}
