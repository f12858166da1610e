import { type Browser, chromium } from 'playwright-core'

/** Enough for a headless browser as root in a container; the web's own safeguards stay on. */
export const BROWSER_ARGS = [
  '--no-sandbox',
  '--no-zygote',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--font-render-hinting=none',
]

/**
 * The path of the Chromium that npm brings, unpacked on first use, with the system libraries that a
 * bare machine lacks. It brings them only where it believes itself on AWS Lambda, hence the variable,
 * which is read when the package is imported.
 */
export async function chromiumPath(): Promise<string> {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs24.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  return bundled.executablePath()
}

/** Starts a headless browser. The caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: BROWSER_ARGS })
}

/** The screens that every journey is looked at on. */
export const VIEWPORTS = {
  desktop: { width: 1366, height: 768 },
  phone: { width: 390, height: 844 },
} as const
