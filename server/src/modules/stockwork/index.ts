export * from './states.ts'
export { bindArticles, type Articles } from './articles.ts'
export { routes } from './routes.ts'
