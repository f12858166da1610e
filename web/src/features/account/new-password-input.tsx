import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export const MIN_PASSWORD_LENGTH = 8

/** A password to choose: says its only rule beforehand and lets password managers fill it. */
export function NewPasswordInput(props: PasswordInputProps) {
  const { t } = useTranslation()
  return (
    <PasswordInput
      label={t('account.newPassword')}
      description={t('account.passwordRule', { count: MIN_PASSWORD_LENGTH })}
      autoComplete="new-password"
      minLength={MIN_PASSWORD_LENGTH}
      required
      {...props}
    />
  )
}
