//! Words about the hall's own words: bound to entries, missed, and its own table of them. Knows
//! nothing of how anything is found.

use super::catalogue;

// On the screen.
catalogue! {
    hint_bind { zh: "记", en: "bind" }
    hint_unbind { zh: "撤销", en: "undo" }
    about_bind { zh: "把刚才没查到的说法记到这一条，以后这样查就是它", en: "bind the words that led nowhere to this entry: they find it from now on" }
    about_unbind { zh: "撤销刚记下的说法", en: "let the words just bound go again" }
    offer_bind(words: &str) { zh: "把“{words}”记到这一条？", en: "Bind \"{words}\" here?" }
    notice_bound(words: &str, title: &str, key: &str) { zh: "已记下，再按{key}撤销：以后查“{words}”就到“{title}”。", en: "Bound; {key} undoes it: \"{words}\" finds \"{title}\" from now on." }
    notice_unbound(words: &str) { zh: "已撤销：“{words}”不再指向这一条。", en: "Undone: \"{words}\" no longer leads to this entry." }
    words_blank { zh: "没有可记的说法。", en: "There are no words to bind." }
    words_too_long(most: usize) { zh: "说法最多{most}个字，没有记下。", en: "Words to bind have at most {most} characters; nothing was bound." }
    words_digits(digits: usize) { zh: "含{digits}个以上数字，可能是谁的号码，没有记下。", en: "{digits} digits or more may be somebody's number; nothing was bound." }
    words_name { zh: "看着像人名，没有记下：记了全厅都能查到。", en: "They look like a person's name; nothing was bound, as everybody would find it." }
    words_too_many(most: usize) { zh: "本厅已记了{most}条说法，请管理员先删去一些（guitai registry words --remove）。", en: "This hall has {most} lines already; ask your administrator to remove some (guitai registry words --remove)." }
}

// Words that stand in none of the fields they are held to.
catalogue! {
    no_such_agency(word: &str) { zh: "没有叫“{word}”的机构，这个词没有用上。", en: "No agency is called \"{word}\"; that word is left out." }
    not_in_titles(word: &str) { zh: "标题里没有“{word}”，这个词没有用上。", en: "\"{word}\" stands in no title; that word is left out." }
    not_in_contents(word: &str) { zh: "内容里没有“{word}”，这个词没有用上。", en: "\"{word}\" stands in no content; that word is left out." }
    not_in_bases(word: &str) { zh: "依据里没有“{word}”，这个词没有用上。", en: "\"{word}\" stands in no legal basis; that word is left out." }
}

// What a command or an option does, in the help.
catalogue! {
    cmd_registry_words { zh: "本厅自己记的说法：记到哪一条，谁记的，什么时候", en: "The hall's own lines: words, the entry they find, who bound them and when" }
    opt_words_remove { zh: "删去这个说法（自己记的；管理员可删任何人的）", en: "Remove these words: one's own, or as the owner's user anybody's" }
    cmd_registry_misses { zh: "查了没有用上的说法，次数多的在前（只有管理员能看）", en: "Queries that led to nothing, the most frequent first; for the owner's user only" }
    opt_misses_delete { zh: "忘掉这一个", en: "Forget this one" }
    opt_misses_delete_all { zh: "全部忘掉", en: "Forget all of them" }
}

// What the commands print.
catalogue! {
    words_none { zh: "本厅还没有自己记的说法", en: "this hall has no lines of its own yet" }
    words_of_nothing { zh: "（清单里已没有）", en: "(no longer in the list)" }
    expect_words { zh: "应写说法，如 讨薪", en: "Expected the words, such as 讨薪" }
    words_removed(count: usize) { zh: "已删去 {count} 条", en: "Removed: {count}" }
    words_unknown(words: &str) { zh: "本厅没有记过“{words}”，用 guitai registry words 可以查看", en: "this hall has no line \"{words}\"; guitai registry words shows them" }
    misses_none { zh: "还没有：同一个说法在两个不同的日子都没有用上，才会列出来", en: "nothing yet: a query is listed once it led to nothing on two different days" }
    misses_forgotten(count: usize) { zh: "已忘掉 {count} 条", en: "Forgotten: {count}" }
    misses_unknown(query: &str) { zh: "没有“{query}”这一条", en: "there is no \"{query}\" among them" }
    miss_count(count: u32) { zh: "{count} 次", en: "{count} times" }
    miss_nothing(count: u32) { zh: "{count} 次没有结果", en: "{count} without a result" }
    miss_days(count: usize) { zh: "{count} 天", en: "{count} days" }
    why_bonus_habit { zh: "本厅常用", en: "often opened here" }
}

// What the operator is told.
catalogue! {
    notice_counts_lost(kept: &str) { zh: "查询计数的文件有损坏，已移到 {kept}，从头计起", en: "a file of counts of the lookup was damaged; it is kept as {kept}, and counting begins anew" }
    notice_table(path: &str, why: &str) { zh: "本厅的词表 {path} 没有用上：{why}。其余一切照常", en: "the hall's own table {path} is not used: {why}; everything else works" }
    table_line(line: usize, what: &str) { zh: "第 {line} 行，{what}", en: "line {line}: {what}" }
    table_too_long(bytes: u64) { zh: "文件超过 {bytes} 字节", en: "the file has more than {bytes} bytes" }
    table_syntax { zh: "不是 UTF-8 编码的文字", en: "it is no text in UTF-8" }
    table_toml(line: &str) { zh: "写法不对（看看这一行和上一行的引号、逗号、方括号）：{line}", en: "this is no TOML (look at the quotes, commas and brackets of this line and the one before): {line}" }
    table_twice { zh: "同一项写了两次，请合成一项", en: "the same key stands there twice; make it one" }
    table_nothing_in(word: &str) { zh: "“{word}”里没有可以查的字，应写汉字、字母或数字", en: "nothing of \"{word}\" can be searched; expected characters, letters or digits" }
    table_unknown(key: &str) { zh: "没有“{key}”这一项，应为 stop、[[group]] 里的 topic、say、list，或 [intent] 里的 do、who、inspect", en: "unknown key \"{key}\"; expected stop, [[group]] with topic, say, list, or [intent] with do, who, inspect" }
    table_no_words(key: &str) { zh: "{key} 应为文字的列表，如 {key} = [\"讨薪\"]", en: "{key} must be a list of words, such as {key} = [\"讨薪\"]" }
    table_no_text(key: &str) { zh: "{key} 应为引号里的文字，如 {key} = \"欠薪\"", en: "{key} must be a text in quotes, such as {key} = \"欠薪\"" }
    table_no_groups { zh: "每一组应以 [[group]] 开头", en: "each group must begin with [[group]]" }
    table_missing(key: &str) { zh: "这一组缺少 {key}；每组要有 topic、say、list", en: "this group lacks {key}; each has topic, say and list" }
    expect_flag { zh: "应为 true 或 false", en: "Expected true or false" }
    expect_search { zh: "应写成 [search]，下面是 synonyms、accents", en: "Expected [search] with synonyms and accents under it" }
}
