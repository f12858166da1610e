import { Alert, Badge, Box, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { type UseQueryResult, useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../../api/session.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { LoadingState } from '../../ui/state/states.tsx'
import { LookupSelect } from '../../ui/table/lookup-filter.tsx'
import { MailFrame } from '../mails/mail-body.tsx'
import { sendTest, serviceLookup, type Which, type Words } from './template-requests.ts'

interface Rendered {
  subject: string
  text: string
  html: string
  facts: 'real' | 'partly' | 'sample'
}

interface PreviewProps {
  which: Which
  words: Words
  serviceId: string | null
  setServiceId: (id: string | null) => void
  query: UseQueryResult<Rendered, Error>
  /** What is written cannot be shown; what is shown is from before. */
  isWrong: boolean
}

const COLOURS = { real: 'teal', partly: 'yellow', sample: 'gray' } as const

/** The words as they will read, as page and as plain text, and a way to send them to oneself. */
export function TemplatePreview({ which, words, serviceId, setServiceId, ...shown }: PreviewProps) {
  const { t } = useTranslation()
  const staff = useStaff()
  const test = useMutation({
    mutationFn: () => sendTest(which, words, serviceId),
    onSuccess: ({ to }) => notifyDone(t('mailTemplates.test.done', { address: to })),
  })
  const { data } = shown.query
  return (
    <Section
      title={t('mailTemplates.preview.title')}
      text={t('mailTemplates.preview.text')}
      aside={
        <Group gap="xs" align="end">
          <LookupSelect
            size="xs"
            lookup={serviceLookup}
            label={t('mailTemplates.preview.service')}
            value={serviceId}
            onChange={setServiceId}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconSend size={14} />}
            disabled={shown.isWrong}
            loading={test.isPending}
            title={t('mailTemplates.test.text', { address: staff?.email })}
            onClick={() => test.mutate()}
          >
            {t('mailTemplates.test.send')}
          </Button>
        </Group>
      }
    >
      <Stack gap="sm">
        {test.isError && <ProblemAlert error={test.error} withFields />}
        {shown.isWrong && (
          <Alert color="yellow" py="xs" role="status">
            {t('mailTemplates.preview.wrong')}
          </Alert>
        )}
        {shown.query.isPending ? <LoadingState /> : data && <Both mail={data} />}
      </Stack>
    </Section>
  )
}

function Both({ mail }: { mail: Rendered }) {
  const { t } = useTranslation()
  return (
    <>
      <Group gap="xs">
        <Text fw={600}>{mail.subject}</Text>
        <Badge color={COLOURS[mail.facts]} variant="light" tt="none" radius="sm">
          {t(`mailTemplates.preview.facts.${mail.facts}`)}
        </Badge>
      </Group>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <MailFrame title={t('mailTemplates.preview.html')} html={mail.html} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Box
            tabIndex={0}
            role="region"
            aria-label={t('mailTemplates.preview.plain')}
            p="sm"
            h="100%"
            style={{ border: '1px solid var(--berth-line)', borderRadius: 6, overflow: 'auto' }}
          >
            <Text component="pre" size="sm" ff="monospace" m={0} style={{ whiteSpace: 'pre-wrap' }}>
              {mail.text}
            </Text>
          </Box>
        </Grid.Col>
      </Grid>
    </>
  )
}
