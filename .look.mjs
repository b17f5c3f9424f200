import { chromium } from 'playwright-core';
const base='http://localhost:4100';
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
const who=process.argv[2], width=Number(process.argv[3]), out=process.argv[4], pages=process.argv.slice(5);
const c=await b.newContext({viewport:{width,height:width<500?800:850}});
const p=await c.newPage();
if(who!=='-'){await p.goto(base+'/dang-nhap');await p.fill('[name=email]',who+'@lantoa.example');await p.fill('[name=password]','lan toa dien tap 2026');await Promise.all([p.waitForNavigation(),p.click('main button[type=submit], main form button')]);}
let i=0;
for(const path of pages){let url=path;
 if(path.startsWith('>')){const href=await p.$eval(path.slice(1),(e)=>e.getAttribute('href')).catch(()=>null); if(!href){console.log('no',path);continue} url=href;}
 const t=Date.now(); const r=await p.goto(new URL(url,p.url().startsWith('http')?p.url():base).href.startsWith('http')?new URL(url,base).href:url); const ms=Date.now()-t;
 const sw=await p.evaluate(()=>document.documentElement.scrollWidth);
 console.log(i,r.status(),ms+'ms',url,sw>width?'WIDE '+sw:'',(await p.content()).length);
 await p.screenshot({path:`${out}-${String(i).padStart(2,'0')}.png`,fullPage:true}); i++;}
await b.close();
