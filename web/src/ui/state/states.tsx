import { Button, Center, Loader, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCompassOff, IconInbox, IconLock, type TablerIcon } from '@tabler/icons-react'
import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toProblem } from '../../api/problem.ts'
import { ProblemAlert } from './problem-alert.tsx'

interface EmptyStateProps {
  title: string
  /** What would fill it, or why it is empty. */
  text?: string
  icon?: TablerIcon
  /** The one thing to do here, usually a button. */
  action?: ReactNode
}

/** Said in place of a list or panel that has nothing to show. */
export function EmptyState({ title, text, icon: Icon = IconInbox, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap={6} py="xl" px="md" ta="center">
      <ThemeIcon variant="light" color="gray" size={40} radius="xl" aria-hidden>
        <Icon size={20} stroke={1.6} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {text && (
        <Text size="sm" c="dimmed" maw={440}>
          {text}
        </Text>
      )}
      {action}
    </Stack>
  )
}

/** While a page or panel is on its way. */
export function LoadingState() {
  const { t } = useTranslation()
  return (
    <Center mih={180} role="status" aria-label={t('ui.state.loading')}>
      <Loader size="sm" type="dots" />
    </Center>
  )
}

/** An address outside of both areas. */
export function LostPage() {
  return (
    <main>
      <NotFoundPage />
    </main>
  )
}

/** The address leads nowhere, or to something that is not yours. */
export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <FullPage
      icon={IconCompassOff}
      title={t('ui.state.notFoundTitle')}
      text={t('ui.state.notFoundText')}
    />
  )
}

/** The role lacks the permission for the whole page. */
export function NotAllowedPage({ permission }: { permission?: string }) {
  const { t } = useTranslation()
  return (
    <FullPage
      icon={IconLock}
      title={t('ui.state.notAllowedTitle')}
      text={
        permission ? t('ui.state.notAllowedNeeds', { permission }) : t('ui.state.notAllowedText')
      }
    />
  )
}

/** What a page shows in place of its content when its query failed. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { status } = toProblem(error)
  if (status === 404) return <NotFoundPage />
  if (status === 403) return <NotAllowedPage />
  return <ProblemAlert error={error} onRetry={onRetry} />
}

/** The router's last resort: a page that threw. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  return (
    <Stack p="lg" maw={720} mx="auto">
      <ErrorState error={error} onRetry={reset} />
    </Stack>
  )
}

function FullPage({ icon, title, text }: { icon: TablerIcon; title: string; text: string }) {
  const { t } = useTranslation()
  const Icon = icon
  return (
    <Stack align="center" gap="xs" py={72} px="md" ta="center">
      <ThemeIcon variant="light" size={48} radius="xl" aria-hidden>
        <Icon size={24} stroke={1.6} />
      </ThemeIcon>
      <Title order={1}>{title}</Title>
      <Text c="dimmed" maw={460}>
        {text}
      </Text>
      <Button component={Link} to={homePath()} variant="default" mt="xs">
        {t('ui.state.backHome')}
      </Button>
    </Stack>
  )
}

function homePath(): string {
  return window.location.pathname.startsWith('/admin') ? '/admin' : '/'
}
