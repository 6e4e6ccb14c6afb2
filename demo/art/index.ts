export { drawArt, shapes } from './draw.ts'
