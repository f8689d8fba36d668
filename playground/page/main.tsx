import { createRoot } from 'react-dom/client'
import { App } from './app.js'
import 'slack-blocks-to-jsx/dist/style.css'
import 'adaptivecards/lib/adaptivecards.css'
import './page.css'
import './slack.css'
import './slack-blocks.css'
import './teams.css'
import './teams-card.css'
import './desk/desk.css'
import './guide/guide.css'

const place = document.getElementById('app')
if (place) createRoot(place).render(<App />)
