import { Anchor, Checkbox, Modal, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import { localText } from '../../ui/form/schema-model.ts'
import type { Terms } from './shop-queries.ts'

interface TermsConsentProps {
  terms: Terms
  accepted: boolean
  onChange: (accepted: boolean) => void
  error?: string
}

/** The terms of sale: read them, accept them. The version that was shown goes with the order. */
export function TermsConsent({ terms, accepted, onChange, error }: TermsConsentProps) {
  const { t, i18n } = useTranslation()
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Checkbox
        checked={accepted}
        onChange={(event) => onChange(event.currentTarget.checked)}
        error={error}
        label={t('shop.acceptTerms')}
      />
      <Anchor component="button" type="button" size="xs" w="fit-content" onClick={open}>
        {t('shop.readTerms')}
      </Anchor>
      <Modal
        opened={isOpen}
        onClose={close}
        title={t('shop.terms')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
      >
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          {localText(terms.text, i18n.language)}
        </Text>
      </Modal>
    </>
  )
}
