"""An area's children with SEND in one page: figures by stage of life beside those of others."""
