import { Alert, Button, Group, Stack, Table, Text } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { localText, readFields } from '../../ui/form/schema-model.ts'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { asForm, type ProductPage, readOrderForm } from './catalog-requests.ts'

/** What the product asks beyond its module's own order form, as a server said, and asking it again. */
export function OrderFormFields({ product }: { product: ProductPage }) {
  const { t, i18n } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('products:update')
  const ask = useMutation({
    mutationFn: () => readOrderForm(product.id),
    onSuccess: async (answer) => {
      if (answer.orderFieldsProblem === null) notifyDone(t('products.orderForm.done'))
      await queries.invalidateQueries({ queryKey: ['product', product.id] })
    },
  })
  const shown = readFields(asForm(product.orderForm), { language: i18n.language })
  const required = new Map(shown.map((field) => [field.name, field.isRequired]))
  return (
    <Section title={t('products.orderForm.title')} text={t('products.orderForm.text')}>
      <Stack gap="sm">
        {product.orderFieldsProblem !== null && (
          <Alert color="red" variant="light" title={t('products.orderForm.problem')}>
            {product.orderFieldsProblem}
          </Alert>
        )}
        {ask.isError && <ProblemAlert error={ask.error} />}
        {product.orderFields.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('products.orderForm.none')}
          </Text>
        ) : (
          <Table.ScrollContainer minWidth={320}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('products.orderForm.field')}</Table.Th>
                  <Table.Th>{t('products.orderForm.label')}</Table.Th>
                  <Table.Th>{t('products.orderForm.kind')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {product.orderFields.map((field) => (
                  <Table.Tr key={field.name}>
                    <Table.Td ff="monospace">{field.name}</Table.Td>
                    <Table.Td>{localText(field.label, i18n.language)}</Table.Td>
                    <Table.Td>
                      {t(`products.orderForm.types.${field.type}`)}
                      {required.get(field.name) ? ` · ${t('products.orderForm.required')}` : ''}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
        <Group gap="sm">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={14} />}
            loading={ask.isPending}
            disabled={!mayWrite}
            onClick={() => ask.mutate()}
          >
            {t('products.orderForm.read')}
          </Button>
          {product.orderFieldsReadAt && (
            <Text size="xs" c="dimmed">
              {t('products.orderForm.readAt')} <TimeText at={product.orderFieldsReadAt} />
            </Text>
          )}
        </Group>
      </Stack>
    </Section>
  )
}
