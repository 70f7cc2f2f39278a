-- CreateTable
CREATE TABLE "logins" (
    "id" SERIAL NOT NULL,
    "account_id" INTEGER NOT NULL,
    "scheme" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "first_at" TIMESTAMP(3) NOT NULL,
    "last_at" TIMESTAMP(3) NOT NULL,
    "times" INTEGER NOT NULL,
    "user_agent" TEXT,
    "asked" TEXT,
    "until" TIMESTAMP(3),

    CONSTRAINT "logins_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "logins_account_id_scheme_result_address_key" ON "logins"("account_id", "scheme", "result", "address");

-- CreateIndex
CREATE INDEX "logins_last_at_idx" ON "logins"("last_at");

-- AddForeignKey
ALTER TABLE "logins" ADD CONSTRAINT "logins_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
