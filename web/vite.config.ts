import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/**
 * Builds the web app into `web/dist`, which the server serves. In development the API is expected
 * on port 3000 of this machine; `API_TARGET` names another one.
 */
export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: mode !== 'production',
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Few files for what every page needs; what one page needs (tables, charts) stays apart.
        advancedChunks: {
          groups: [
            {
              name: 'frame',
              test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next)[\\/]/,
            },
            {
              name: 'mantine',
              test: /node_modules[\\/](@mantine[\\/](core|hooks|store|notifications)|@floating-ui|react-remove-scroll|react-number-format|clsx)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': process.env.API_TARGET ?? 'http://127.0.0.1:3000' } },
}))
