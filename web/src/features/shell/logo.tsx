import { Group, Text } from '@mantine/core'

/** Berth's mark: a mooring post shaped like a b, above the water line. */
export function LogoMark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--mantine-color-harbour-8)" />
      <path
        d="M10 6.5v12.2M10 12.6h7.2a4.1 4.1 0 0 1 0 8.2H10"
        fill="none"
        stroke="#fff"
        strokeWidth="2.8"
        strokeLinecap="round"
      />
      <path
        d="M6 25.4c1.7-1.5 3.3-1.5 5 0s3.3 1.5 5 0 3.3-1.5 5 0 3.3 1.5 5 0"
        fill="none"
        stroke="#8fd3e6"
        strokeWidth="2.2"
        strokeLinecap="round"
      />
    </svg>
  )
}

/** Mark and name. */
export function Logo() {
  return (
    <Group gap={8} wrap="nowrap">
      <LogoMark />
      <Text span fw={650} fz={16} lts={-0.2}>
        Berth
      </Text>
    </Group>
  )
}
