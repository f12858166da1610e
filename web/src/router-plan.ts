/** Which frame surrounds a page: an area's navigation, or nothing (login pages). */
export type Frame = 'admin' | 'client' | 'bare'

export interface PlannedPage<Load> {
  /** As the router takes it: `/admin/services/$serviceId`. */
  path: string
  frame: Frame
  load: Load
}

/**
 * The address of a page is the path of its file: `routes/admin/services/$serviceId.tsx` is
 * `/admin/services/$serviceId`, `index.tsx` is its folder, `…bare.tsx` stands without a frame.
 */
export function planRoutes<Load>(files: Record<string, Load>): PlannedPage<Load>[] {
  return Object.entries(files).map(([file, load]) => {
    const inside = file.replace(/^.*?routes\//, '').replace(/\.tsx$/, '')
    const bare = inside.endsWith('.bare')
    const segments = inside.replace(/\.bare$/, '').split('/')
    if (segments.at(-1) === 'index') segments.pop()
    const frame = bare ? 'bare' : segments[0] === 'admin' ? 'admin' : 'client'
    return { path: `/${segments.join('/')}`, frame, load }
  })
}
