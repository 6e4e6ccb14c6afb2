export { bindMail } from './mail.ts'
export { messagesSubscriber } from './subscribe.ts'
export { routes } from './routes.ts'
export { sendJob } from './send.ts'
