DELETE FROM given_up_usernames WHERE NOT EXISTS (SELECT FROM users WHERE id = user_id);
ALTER TABLE given_up_usernames ADD FOREIGN KEY (user_id) REFERENCES users;
