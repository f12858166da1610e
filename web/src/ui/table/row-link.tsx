import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'

/** A row's name that opens a dialog in place of a page; looks like the links of other tables. */
export function RowLink({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <UnstyledButton className="row-link" fz="inherit" onClick={onClick}>
      {children}
    </UnstyledButton>
  )
}
