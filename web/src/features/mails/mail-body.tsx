import { Box, SegmentedControl, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'

/** Nothing of a mail runs or loads: no scripts, no forms, no pictures from elsewhere. */
const POLICY =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'

/** The mail as it was written: as its reader sees it, and as plain text. */
export function MailBody({ subject, html, text }: { subject: string; html: string; text: string }) {
  const { t } = useTranslation()
  const [view, setView] = useState('html')
  return (
    <Section
      title={subject}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('mails.view.label')}
          data={[
            { value: 'html', label: t('mails.view.html') },
            { value: 'text', label: t('mails.view.text') },
          ]}
          value={view}
          onChange={setView}
        />
      }
    >
      {view === 'html' ? (
        <MailFrame title={subject} html={html} />
      ) : (
        <Text component="pre" size="sm" ff="monospace" m={0} style={{ whiteSpace: 'pre-wrap' }}>
          {text}
        </Text>
      )}
    </Section>
  )
}

/** A mail as its reader sees it, in a frame in which nothing runs. */
export function MailFrame({ title, html }: { title: string; html: string }) {
  return (
    <Box
      component="iframe"
      title={title}
      sandbox=""
      srcDoc={POLICY + html}
      w="100%"
      h="min(70vh, 900px)"
      bg="white"
      style={{ border: '1px solid var(--berth-line)', borderRadius: 6, colorScheme: 'light' }}
    />
  )
}
