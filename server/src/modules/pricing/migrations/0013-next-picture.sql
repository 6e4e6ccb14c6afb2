-- What a gateway holds for a label beside what it shows: its next picture, and from when on it shows that by itself. A next picture is
-- reckoned anew when anything that is planned has changed since (`reckoned_for`).
alter table pricing.label
  add column next jsonb,
  add column reckoned_for text;
