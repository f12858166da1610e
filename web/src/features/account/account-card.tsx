import { Anchor, Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { LanguageSwitch, ThemeSwitch } from '../shell/language-and-theme.tsx'
import { Logo } from '../shell/logo.tsx'

interface AccountCardProps {
  title: string
  text?: string
  /** Below the card: the ways to the other account pages. */
  links?: { label: string; to: string }[]
  children: ReactNode
}

/** The page around a log-in, registration or reset form; its links keep where the reader wants to. */
export function AccountCard({ title, text, links, children }: AccountCardProps) {
  const { next } = useSearch({ strict: false }) as { next?: string }
  useEffect(() => {
    document.title = `${title} · Berth`
  }, [title])
  return (
    <Box mih="100vh" style={{ display: 'flex', flexDirection: 'column' }}>
      <Group justify="flex-end" p="sm" gap={2}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Group>
      <Stack
        component="main"
        align="center"
        px="sm"
        pb={80}
        gap="lg"
        style={{ flex: 1, justifyContent: 'center' }}
      >
        <Logo />
        <Paper p="xl" w="100%" maw={400} shadow="xs">
          <Title order={1} mb={text ? 4 : 'md'}>
            {title}
          </Title>
          {text && (
            <Text size="sm" c="dimmed" mb="md">
              {text}
            </Text>
          )}
          {children}
        </Paper>
        {links && (
          <Group gap="lg" justify="center">
            {links.map((link) => (
              <Anchor
                key={link.to}
                component={Link}
                to={link.to}
                search={(next ? { next } : {}) as never}
              >
                {link.label}
              </Anchor>
            ))}
          </Group>
        )}
      </Stack>
    </Box>
  )
}
