import { QrCode } from '@splot/ui'

export default QrCode
