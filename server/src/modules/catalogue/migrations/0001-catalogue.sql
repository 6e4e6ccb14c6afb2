create schema if not exists catalogue;

create table catalogue.category (
  handle text collate "C" primary key,
  parent text collate "C" references catalogue.category deferrable initially deferred,
  position int not null,
  check (parent is distinct from handle)
);

create table catalogue.category_text (
  handle text collate "C" not null references catalogue.category on delete cascade,
  locale text not null check (locale in ('pl', 'en')),
  name text not null,
  primary key (handle, locale)
);

create table catalogue.product (
  id uuid primary key,
  handle text collate "C" not null unique check (handle ~ '^[a-z0-9][a-z0-9-]{0,119}$'),
  kind text not null,
  brand text not null,
  category text collate "C" not null references catalogue.category,
  attributes jsonb not null,
  options jsonb not null,
  tax_rate text not null check (tax_rate in ('A', 'B', 'C', 'D')),
  weight_grams int check (weight_grams > 0),
  active boolean not null default true,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index product_category on catalogue.product (category);

create table catalogue.product_text (
  product_id uuid not null references catalogue.product on delete cascade,
  locale text not null check (locale in ('pl', 'en')),
  name text not null,
  description text not null,
  primary key (product_id, locale)
);

-- A SKU is for ever: a variant that is no longer sold becomes inactive, since old orders name it.
create table catalogue.variant (
  sku text collate "C" primary key check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  gtin text collate "C" not null unique,
  product_id uuid not null references catalogue.product,
  position int not null,
  options jsonb not null,
  active boolean not null default true
);
create index variant_product on catalogue.variant (product_id);

create table catalogue.media (
  product_id uuid not null references catalogue.product on delete cascade,
  position int not null,
  url text not null,
  alt jsonb not null,
  colour text,
  primary key (product_id, position)
);

-- One document per product and locale: words folded to plain letters and stripped of endings before they come here
-- (words.ts), hence the `simple` configuration.
create table catalogue.search_document (
  product_id uuid not null references catalogue.product on delete cascade,
  locale text not null check (locale in ('pl', 'en')),
  document tsvector not null,
  primary key (product_id, locale)
);
create index search_document_words on catalogue.search_document using gin (document);

-- Every folded word of names, brands, categories and colours with its stem: where a mistyped word finds the nearest one.
create table catalogue.search_word (
  locale text not null check (locale in ('pl', 'en')),
  word text collate "C" not null,
  stem text collate "C" not null,
  primary key (locale, word)
);
create index search_word_trigrams on catalogue.search_word using gin (word gin_trgm_ops);
