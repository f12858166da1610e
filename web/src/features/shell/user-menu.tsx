import { Avatar, Menu, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useLogout } from '../../api/session.ts'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'

interface UserMenuProps {
  name: string
  /** Below the name: the role, the customer. */
  detail: string
  profilePath: string
  loginPath: string
}

/** Who is logged in, their profile and the way out. */
export function UserMenu({ name, detail, profilePath, loginPath }: UserMenuProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const logout = useLogout()
  const leave = async () => {
    try {
      await logout()
      await navigate({ to: loginPath })
    } catch (error) {
      notifyProblem(error, t)
    }
  }
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <UnstyledButton style={{ borderRadius: 99 }}>
          <VisuallyHidden>{t('shell.userMenu')}</VisuallyHidden>
          <Avatar size={30} radius="xl" color="harbour" name={name} alt="" aria-hidden>
            {initials(name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {name}
          </Text>
          <Text size="xs" truncate>
            {detail}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to={profilePath} leftSection={<IconUser size={15} />}>
          {t('shell.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={() => void leave()}>
          {t('shell.logout')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.charAt(0).toUpperCase() ?? '')
    .join('')
}
