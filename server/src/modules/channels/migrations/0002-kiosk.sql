-- Kiosks are enrolled like tills and speak for a channel of their own, which therefore exists from the first day as well.
alter table channels.channel drop constraint channel_kind_check;
alter table channels.channel add constraint channel_kind_check
  check (kind in ('web', 'app', 'till', 'kiosk', 'call-centre', 'office'));

insert into channels.channel (id, code, kind, name, currency) values
  ('019aa000-0000-7000-8000-000000000004', 'kiosk', 'kiosk', '{"pl": "Kioski w sklepach", "en": "Kiosks"}', 'PLN')
on conflict (code) do nothing;
