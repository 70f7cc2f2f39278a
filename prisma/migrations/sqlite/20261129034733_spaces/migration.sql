-- CreateTable
CREATE TABLE "spaces" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "domain" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE UNIQUE INDEX "spaces_domain_key" ON "spaces"("domain");

-- the spaces that have accounts; `serve` adds those of SIP_DOMAINS
INSERT INTO "spaces" ("domain") SELECT DISTINCT "domain" FROM "accounts" ORDER BY "domain";

-- RedefineTables: every account is in the space of its domain
CREATE TABLE "new_accounts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "space_id" INTEGER NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "activated" BOOLEAN NOT NULL DEFAULT false,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "confirmation_key" TEXT,
    "confirmation_key_expires" DATETIME,
    "confirmation_key_tries" INTEGER NOT NULL DEFAULT 0,
    "deactivated_at" DATETIME,
    "self_made" BOOLEAN NOT NULL DEFAULT false,
    "token_made" BOOLEAN NOT NULL DEFAULT false,
    "blocked" BOOLEAN NOT NULL DEFAULT false,
    "activated_before_block" BOOLEAN NOT NULL DEFAULT false,
    "display_name" TEXT,
    "dtmf_protocol" TEXT,
    CONSTRAINT "accounts_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "accounts_blocked" CHECK (NOT ("blocked" AND "activated"))
);
INSERT INTO "new_accounts" ("id", "username", "domain", "email", "phone", "activated", "admin", "ip_address", "user_agent", "created_at", "confirmation_key", "confirmation_key_expires", "confirmation_key_tries", "deactivated_at", "self_made", "token_made", "space_id")
    SELECT a."id", a."username", a."domain", a."email", a."phone", a."activated", a."admin", a."ip_address", a."user_agent", a."created_at", a."confirmation_key", a."confirmation_key_expires", a."confirmation_key_tries", a."deactivated_at", a."self_made", a."token_made", s."id" FROM "accounts" a JOIN "spaces" s ON s."domain" = a."domain";

-- ids are never given twice
DELETE FROM "sqlite_sequence" WHERE "name" = 'new_accounts';
INSERT INTO "sqlite_sequence" ("name", "seq") SELECT 'new_accounts', "seq" FROM "sqlite_sequence" WHERE "name" = 'accounts';
DROP TABLE "accounts";
ALTER TABLE "new_accounts" RENAME TO "accounts";
CREATE UNIQUE INDEX "accounts_phone_key" ON "accounts"("phone");
CREATE UNIQUE INDEX "accounts_username_domain_key" ON "accounts"("username", "domain");
CREATE UNIQUE INDEX "accounts_id_space_id_key" ON "accounts"("id", "space_id");
CREATE INDEX "accounts_email_idx" ON "accounts"("email");

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "name" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "scope" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "networks" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "idle_minutes" INTEGER;

-- CreateTable
CREATE TABLE "account_dictionary_entries" (
    "account_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    PRIMARY KEY ("account_id", "key"),
    CONSTRAINT "account_dictionary_entries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account_types" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "space_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    CONSTRAINT "account_types_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account_account_type" (
    "account_id" INTEGER NOT NULL,
    "account_type_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    PRIMARY KEY ("account_id", "account_type_id"),
    CONSTRAINT "account_account_type_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "account_account_type_account_type_id_space_id_fkey" FOREIGN KEY ("account_type_id", "space_id") REFERENCES "account_types" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account_actions" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    CONSTRAINT "account_actions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "contacts" (
    "account_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    PRIMARY KEY ("account_id", "contact_id"),
    CONSTRAINT "contacts_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "contacts_contact_id_space_id_fkey" FOREIGN KEY ("contact_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "contacts_lists" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "space_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "contacts_lists_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "contacts_list_contact" (
    "contacts_list_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    PRIMARY KEY ("contacts_list_id", "contact_id"),
    CONSTRAINT "contacts_list_contact_contacts_list_id_space_id_fkey" FOREIGN KEY ("contacts_list_id", "space_id") REFERENCES "contacts_lists" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "contacts_list_contact_contact_id_space_id_fkey" FOREIGN KEY ("contact_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "account_contacts_list" (
    "account_id" INTEGER NOT NULL,
    "contacts_list_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    PRIMARY KEY ("account_id", "contacts_list_id"),
    CONSTRAINT "account_contacts_list_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "account_contacts_list_contacts_list_id_space_id_fkey" FOREIGN KEY ("contacts_list_id", "space_id") REFERENCES "contacts_lists" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "vcards_storage" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "vcard" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "vcards_storage_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "external_accounts" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "account_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "realm" TEXT,
    "registrar" TEXT,
    "outbound_proxy" TEXT,
    "protocol" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "password" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    CONSTRAINT "external_accounts_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "phone_countries" (
    "code" TEXT NOT NULL PRIMARY KEY,
    "activated" BOOLEAN NOT NULL
);


-- CreateIndex
CREATE UNIQUE INDEX "account_types_id_space_id_key" ON "account_types"("id", "space_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_types_space_id_key_key" ON "account_types"("space_id", "key");

-- CreateIndex
CREATE INDEX "account_account_type_account_type_id_idx" ON "account_account_type"("account_type_id");

-- CreateIndex
CREATE INDEX "account_actions_account_id_idx" ON "account_actions"("account_id");

-- CreateIndex
CREATE INDEX "contacts_contact_id_idx" ON "contacts"("contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_lists_id_space_id_key" ON "contacts_lists"("id", "space_id");

-- CreateIndex
CREATE UNIQUE INDEX "contacts_lists_space_id_title_key" ON "contacts_lists"("space_id", "title");

-- CreateIndex
CREATE INDEX "contacts_list_contact_contact_id_idx" ON "contacts_list_contact"("contact_id");

-- CreateIndex
CREATE INDEX "account_contacts_list_contacts_list_id_idx" ON "account_contacts_list"("contacts_list_id");

-- CreateIndex
CREATE UNIQUE INDEX "vcards_storage_account_id_uuid_key" ON "vcards_storage"("account_id", "uuid");

-- CreateIndex
CREATE UNIQUE INDEX "external_accounts_account_id_key" ON "external_accounts"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "external_accounts_account_id_space_id_key" ON "external_accounts"("account_id", "space_id");

-- CreateIndex
CREATE UNIQUE INDEX "external_accounts_space_id_username_domain_key" ON "external_accounts"("space_id", "username", "domain");

