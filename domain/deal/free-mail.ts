/** Domains under which anybody may have an address: a shared one says nothing about the company. Free mail, then providers and carriers of Japan. */
const DOMAINS: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com outlook.com outlook.jp hotmail.com hotmail.co.jp hotmail.co.uk hotmail.fr live.com live.jp msn.com ' +
    'yahoo.com yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de ymail.ne.jp ymail.com rocketmail.com myyahoo.com icloud.com me.com mac.com ' +
    'aol.com aol.jp proton.me protonmail.com pm.me tutanota.com zoho.com mail.com gmx.com gmx.de gmx.net web.de t-online.de ' +
    'orange.fr free.fr laposte.net libero.it mail.ru yandex.ru yandex.com qq.com 163.com 126.com sina.com naver.com daum.net ' +
    'hanmail.net fastmail.com hey.com comcast.net verizon.net att.net ' +
    'docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp softbank.jp vodafone.ne.jp disney.ne.jp ymobile.ne.jp y-mobile.ne.jp willcom.com ' +
    'pdx.ne.jp emobile.ne.jp rakumail.jp uqmobile.jp ahamo.com nifty.com nifty.ne.jp biglobe.ne.jp ocn.ne.jp so-net.ne.jp ' +
    'plala.or.jp dion.ne.jp asahi-net.or.jp eonet.ne.jp infoweb.ne.jp hi-ho.ne.jp jcom.home.ne.jp jcom.zaq.ne.jp zaq.ne.jp ' +
    'odn.ne.jp dti.ne.jp wakwak.com sannet.ne.jp ybb.ne.jp bbtec.net tcp-ip.or.jp goo.jp goo.ne.jp excite.co.jp infoseek.jp ' +
    'livedoor.com rakuten.jp inter7.jp kyoto.zaq.jp commufa.jp ctk.ne.jp tnc.ne.jp bbiq.jp qtnet.ne.jp megaegg.ne.jp'
  ).split(' '),
);

/** Whether a domain says nothing about the company behind an address. */
export function isFreeMail(domain: string): boolean {
  return DOMAINS.has(domain);
}
