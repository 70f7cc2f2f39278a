-- CreateTable
CREATE TABLE "spaces" (
    "id" SERIAL NOT NULL,
    "domain" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spaces_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "spaces_domain_key" ON "spaces"("domain");

-- the spaces that have accounts; `serve` adds those of SIP_DOMAINS
INSERT INTO "spaces" ("domain") SELECT DISTINCT "domain" FROM "accounts" ORDER BY "domain";

-- AlterTable: every account is in the space of its domain
ALTER TABLE "accounts" ADD COLUMN     "space_id" INTEGER;
UPDATE "accounts" SET "space_id" = s."id" FROM "spaces" s WHERE s."domain" = "accounts"."domain";
ALTER TABLE "accounts" ALTER COLUMN "space_id" SET NOT NULL;
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "blocked" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "activated_before_block" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_blocked" CHECK (NOT ("blocked" AND "activated"));

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "display_name" TEXT;

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "dtmf_protocol" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "name" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "scope" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "networks" TEXT;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "idle_minutes" INTEGER;

-- CreateTable
CREATE TABLE "account_dictionary_entries" (
    "account_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "account_dictionary_entries_pkey" PRIMARY KEY ("account_id", "key")
);

-- CreateTable
CREATE TABLE "account_types" (
    "id" SERIAL NOT NULL,
    "space_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,

    CONSTRAINT "account_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_account_type" (
    "account_id" INTEGER NOT NULL,
    "account_type_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    CONSTRAINT "account_account_type_pkey" PRIMARY KEY ("account_id", "account_type_id")
);

-- CreateTable
CREATE TABLE "account_actions" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "code" TEXT NOT NULL,

    CONSTRAINT "account_actions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts" (
    "account_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    CONSTRAINT "contacts_pkey" PRIMARY KEY ("account_id", "contact_id")
);

-- CreateTable
CREATE TABLE "contacts_lists" (
    "id" SERIAL NOT NULL,
    "space_id" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "contacts_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "contacts_list_contact" (
    "contacts_list_id" INTEGER NOT NULL,
    "contact_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    CONSTRAINT "contacts_list_contact_pkey" PRIMARY KEY ("contacts_list_id", "contact_id")
);

-- CreateTable
CREATE TABLE "account_contacts_list" (
    "account_id" INTEGER NOT NULL,
    "contacts_list_id" INTEGER NOT NULL,
    "space_id" INTEGER NOT NULL,

    CONSTRAINT "account_contacts_list_pkey" PRIMARY KEY ("account_id", "contacts_list_id")
);

-- CreateTable
CREATE TABLE "vcards_storage" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "uuid" TEXT NOT NULL,
    "vcard" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "vcards_storage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "external_accounts" (
    "id" SERIAL NOT NULL,
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
    "created_at" TIMESTAMP(3) NOT NULL,
    "updated_at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "external_accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "phone_countries" (
    "code" TEXT NOT NULL,
    "activated" BOOLEAN NOT NULL,

    CONSTRAINT "phone_countries_pkey" PRIMARY KEY ("code")
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

-- CreateIndex
CREATE UNIQUE INDEX "accounts_id_space_id_key" ON "accounts"("id", "space_id");

-- AddForeignKey
ALTER TABLE "account_dictionary_entries" ADD CONSTRAINT "account_dictionary_entries_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_types" ADD CONSTRAINT "account_types_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_account_type" ADD CONSTRAINT "account_account_type_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_account_type" ADD CONSTRAINT "account_account_type_account_type_id_space_id_fkey" FOREIGN KEY ("account_type_id", "space_id") REFERENCES "account_types" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_actions" ADD CONSTRAINT "account_actions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_contact_id_space_id_fkey" FOREIGN KEY ("contact_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts_lists" ADD CONSTRAINT "contacts_lists_space_id_fkey" FOREIGN KEY ("space_id") REFERENCES "spaces" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts_list_contact" ADD CONSTRAINT "contacts_list_contact_contacts_list_id_space_id_fkey" FOREIGN KEY ("contacts_list_id", "space_id") REFERENCES "contacts_lists" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contacts_list_contact" ADD CONSTRAINT "contacts_list_contact_contact_id_space_id_fkey" FOREIGN KEY ("contact_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_contacts_list" ADD CONSTRAINT "account_contacts_list_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_contacts_list" ADD CONSTRAINT "account_contacts_list_contacts_list_id_space_id_fkey" FOREIGN KEY ("contacts_list_id", "space_id") REFERENCES "contacts_lists" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vcards_storage" ADD CONSTRAINT "vcards_storage_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "external_accounts" ADD CONSTRAINT "external_accounts_account_id_space_id_fkey" FOREIGN KEY ("account_id", "space_id") REFERENCES "accounts" ("id", "space_id") ON DELETE CASCADE ON UPDATE CASCADE;
