import '../shop.css'
