import type { Answer, Row } from '../../api/answers.ts'

export type Forecast = Answer<'/api/v1/admin/forecast'>
export type ForecastDay = Forecast['days'][number]
export type Assumption = Forecast['assume']

/** What is invoiced in one currency, minor units. */
export type Invoiced = Forecast['totals']['invoiced'][number]

/** One thing that will happen to one of many services. */
export type ForecastStepRow = Row<'/api/v1/admin/forecast/steps'>

export type ServiceForecast = Answer<'/api/v1/admin/services/{id}/forecast'>
export type ForecastStep = ServiceForecast['steps'][number]
export type ForecastPayment = ServiceForecast['payments'][number]
export type CustomerForecast = Answer<'/api/v1/admin/customers/{id}/forecast'>

/** Who is taken to pay. */
export const ASSUMPTIONS: readonly Assumption[] = ['as_before', 'on_time', 'nobody']
