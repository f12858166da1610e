import type { Page } from '@playwright/test'

/** How a resource stands where it is delivered. */
export type Observed = 'running' | 'stopped' | 'gone'

/**
 * What the main journey is made on: a real engine, or the imaginary provider where no engine is.
 * Filling in happens in the browser; observing happens behind the program's back.
 */
export interface Target {
  /** Says in the output which one it is. */
  description: string
  /** The module's name in the administration. */
  type: string
  fillServer(page: Page): Promise<void>
  fillProduct(page: Page): Promise<void>
  fillOrder(page: Page): Promise<void>
  /** Opens the address that the service's page shows and reads what is there. */
  visit(page: Page): Promise<string>
  /** What a visit reads as long as the service runs with its data. */
  greeting: string
  /** What the log of the service says since it runs. */
  logLine: RegExp
  /** How the service's resource stands; gone when neither it nor its data is left. */
  observe(serviceId: string): Promise<Observed>
  /** How often it was started, by what it wrote down itself; null where nothing counts. */
  starts(page: Page): Promise<number | null>
  close(): Promise<void>
}
