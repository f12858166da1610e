import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { parseSearch, stringifySearch } from './plain-search.ts'
import { planRoutes } from './router-plan.ts'
import { ErrorPage, LoadingState, LostPage, NotFoundPage } from './ui/state/states.tsx'

type PageFile = () => Promise<{ default: ComponentType }>

const pages = import.meta.glob('./routes/**/*.tsx') as Record<string, PageFile>

/** Pages that show every piece with made-up data; no part of a production build. */
const piecePages = (
  import.meta.env.MODE === 'production' ? {} : import.meta.glob('../dev/routes/**/*.tsx')
) as Record<string, PageFile>

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: LostPage,
  errorComponent: ErrorPage,
})

const frames = {
  admin: createRoute({
    getParentRoute: () => rootRoute,
    id: 'admin-frame',
    component: lazyRouteComponent(() => import('./features/shell/admin-frame.tsx')),
  }),
  client: createRoute({
    getParentRoute: () => rootRoute,
    id: 'client-frame',
    component: lazyRouteComponent(() => import('./features/shell/client-frame.tsx')),
  }),
  bare: rootRoute,
}

const children = { admin: [], client: [], bare: [] } as Record<keyof typeof frames, never[]>
const planned = planRoutes({ ...pages, ...piecePages })
/** A page that has a catch-all beside it must be an index, or the catch-all takes its address too. */
const asPath = (path: string) =>
  planned.some((page) => page.path === `${path}/$`) ? `${path}/` : path
for (const page of planned) {
  const parent = frames[page.frame]
  const route = createRoute({
    getParentRoute: () => parent,
    path: asPath(page.path),
    component: lazyRouteComponent(page.load as PageFile),
  })
  children[page.frame].push(route as never)
}

const routeTree = rootRoute.addChildren([
  frames.admin.addChildren(children.admin),
  frames.client.addChildren(children.client),
  ...children.bare,
])

/** All screens, out of the files below `routes/`. */
export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingMs: 200,
  defaultPendingComponent: LoadingState,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
})
