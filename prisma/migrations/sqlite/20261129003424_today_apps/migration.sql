-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "token_made" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN "personal" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "codes" ADD COLUMN "link_hash" TEXT;

-- AlterTable
ALTER TABLE "tokens" ADD COLUMN "account_id" INTEGER;

-- CreateTable
CREATE TABLE "previous_passwords" (
    "account_id" INTEGER NOT NULL,
    "algorithm" TEXT NOT NULL,
    "password" TEXT NOT NULL,
    "expires_at" DATETIME NOT NULL,

    PRIMARY KEY ("account_id", "algorithm"),
    CONSTRAINT "previous_passwords_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "request_tokens" (
    "token_hash" TEXT NOT NULL PRIMARY KEY,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "validated_at" DATETIME,
    "used_at" DATETIME
);

-- CreateTable
CREATE TABLE "recovery_tokens" (
    "token_hash" TEXT NOT NULL PRIMARY KEY,
    "device_id" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "used_at" DATETIME
);

-- CreateTable
CREATE TABLE "one_time_links" (
    "account_id" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "sealed" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,

    PRIMARY KEY ("account_id", "purpose"),
    CONSTRAINT "one_time_links_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "auth_tokens" (
    "token_hash" TEXT NOT NULL PRIMARY KEY,
    "ip_address" TEXT NOT NULL,
    "user_agent" TEXT,
    "created_at" DATETIME NOT NULL,
    "expires_at" DATETIME NOT NULL,
    "account_id" INTEGER,
    "attached_at" DATETIME,
    CONSTRAINT "auth_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "done_requests" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "account_id" INTEGER NOT NULL,
    "expires_at" DATETIME NOT NULL,
    CONSTRAINT "done_requests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "accounts_email_idx" ON "accounts"("email");

-- CreateIndex
CREATE INDEX "previous_passwords_expires_at_idx" ON "previous_passwords"("expires_at");

-- CreateIndex
CREATE INDEX "request_tokens_expires_at_idx" ON "request_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "recovery_tokens_device_id_idx" ON "recovery_tokens"("device_id");

-- CreateIndex
CREATE INDEX "recovery_tokens_expires_at_idx" ON "recovery_tokens"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_links_token_hash_key" ON "one_time_links"("token_hash");

-- CreateIndex
CREATE INDEX "one_time_links_expires_at_idx" ON "one_time_links"("expires_at");

-- CreateIndex
CREATE INDEX "auth_tokens_account_id_idx" ON "auth_tokens"("account_id");

-- CreateIndex
CREATE INDEX "auth_tokens_expires_at_idx" ON "auth_tokens"("expires_at");

-- CreateIndex
CREATE INDEX "done_requests_account_id_idx" ON "done_requests"("account_id");

-- CreateIndex
CREATE INDEX "done_requests_expires_at_idx" ON "done_requests"("expires_at");
