import type { Answer } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type Dashboard = Answer<'/api/v1/admin/dashboard'>

export const readDashboard = () => read(api.GET('/api/v1/admin/dashboard'))
