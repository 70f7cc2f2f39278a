-- CreateTable
CREATE TABLE "b2bua_notices" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "created_at" TIMESTAMP(3) NOT NULL,
    "next_try_at" TIMESTAMP(3) NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "b2bua_notices_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "b2bua_notices_account_id_username_domain_key" ON "b2bua_notices"("account_id", "username", "domain");

-- CreateIndex
CREATE INDEX "b2bua_notices_next_try_at_idx" ON "b2bua_notices"("next_try_at");
