import { Stack } from '@mantine/core'
import type { FormEvent } from 'react'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { LeaveGuard } from '../../ui/page/leave-guard.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { EditActions } from './edit-actions.tsx'
import { EditFields } from './edit-fields.tsx'
import { EditMeanwhile } from './edit-meanwhile.tsx'
import { EditPolicy } from './edit-policy.tsx'
import { EditSummary } from './edit-summary.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { useEdit } from './use-edit.ts'
import './service-edit.css'

/** Everything of a service that staff may write. What the edit will do is said before it is saved. */
export function ServiceEdit(parts: ServiceParts) {
  const { service } = parts
  const mayWrite = usePermission('services:update')
  const edit = useEdit(service)
  const failed = edit.save.isError ? toProblem(edit.save.error) : null
  const judged = edit.isReady && edit.preview.isError ? toProblem(edit.preview.error) : null
  const errors = {
    ...fieldErrors(judged),
    ...(edit.isReady ? pointed(edit.preview.data?.errors) : {}),
    ...fieldErrors(failed),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (edit.isReady && !edit.save.isPending) edit.save.mutate()
  }
  return (
    <div className="service-edit">
      <form onSubmit={submit} id="edit-service">
        <EditFields edit={edit} errors={errors} disabled={!mayWrite} service={service} />
      </form>
      <div className="service-edit-side">
        <Stack gap="md" className="service-edit-sticky">
          <EditMeanwhile edit={edit} service={service} />
          <EditSummary edit={edit} errors={errors} mayWrite={mayWrite} />
        </Stack>
      </div>
      <Stack gap="md">
        <EditPolicy {...parts} />
        <EditActions {...parts} />
      </Stack>
      <LeaveGuard isDirty={edit.changed.length > 0 && !edit.save.isPending} />
    </div>
  )
}

const pointed = (errors: { pointer: string; detail: string }[] = []) =>
  Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail]))
