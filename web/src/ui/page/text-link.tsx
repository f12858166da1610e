import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

interface TextLinkProps {
  to: string
  search?: Record<string, string>
  children: ReactNode
  /** In the colour of the text around it, for tables that are full of links. */
  isQuiet?: boolean
  /** Underlined, where it stands among words that it must not be told from by colour alone. */
  isInText?: boolean
}

/** A link inside text or a row; a click on it does not also open the row. */
export function TextLink({ to, search, children, isQuiet, isInText }: TextLinkProps) {
  return (
    <Anchor
      component={Link}
      to={to}
      search={search as never}
      inherit
      c={isQuiet ? 'inherit' : undefined}
      underline={isInText ? 'always' : undefined}
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </Anchor>
  )
}
