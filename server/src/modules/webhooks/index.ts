export { deliverJob } from './deliver.ts'
export { webhookSubscriber } from './subscribe.ts'
export { routes } from './routes.ts'
