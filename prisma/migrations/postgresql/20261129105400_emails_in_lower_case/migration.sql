-- Addresses are written in lower case from now on, and found so whatever case they are asked for in.
UPDATE "accounts" SET "email" = lower("email") WHERE "email" <> lower("email");
UPDATE "codes" SET "target" = lower("target") WHERE "target" <> lower("target");
UPDATE "messages" SET "recipient" = lower("recipient") WHERE "recipient" <> lower("recipient");
