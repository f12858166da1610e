import {
  IconAlertTriangle,
  IconCircleCheck,
  IconClock,
  IconLoader2,
  IconQuestionMark,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { useNow } from '../../ui/value/clock.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { OperationPage } from './operation-requests.ts'
import { remedyOf, type Story, storyOf } from './operation-story.ts'

const LOOKS = {
  calm: { icon: IconClock, color: 'gray' },
  busy: { icon: IconLoader2, color: 'blue' },
  doubt: { icon: IconQuestionMark, color: 'orange' },
  wrong: { icon: IconAlertTriangle, color: 'red' },
  well: { icon: IconCircleCheck, color: 'teal' },
} as const

/** How an operation stands and what happens next, for somebody who was woken up by it. */
export function OperationBanner({ operation }: { operation: OperationPage }) {
  const { t } = useTranslation()
  const now = useNow(5000)
  const { server, error, dueAt } = operation
  const story = storyOf(operation, now)
  const { icon, color } = LOOKS[story.tone]
  const saysWhen = ['later', 'again', 'asking'].includes(story.id)
  return (
    <Banner
      icon={icon}
      color={color}
      title={
        <>
          {t(`operations.story.${story.id}.title`)}
          {saysWhen && dueAt && (
            <>
              {' · '}
              {t('operations.nextAttempt')} <TimeText at={dueAt} />
            </>
          )}
        </>
      }
    >
      {t(`operations.story.${story.id}.text`)}
      <Remedy story={story} code={error?.code} />
      {story.id === 'held' && server && (
        <>
          {' '}
          <TextLink to={`/admin/servers/${server.id}`} isInText>
            {server.name}
          </TextLink>
        </>
      )}
    </Banner>
  )
}

/** What staff can do about it, by how the module typed the failure. */
function Remedy({ story, code }: { story: Story; code: string | undefined }) {
  const { t } = useTranslation()
  if (story.id !== 'failed') return null
  return <> {t(`operations.remedy.${remedyOf(code)}`)}</>
}
