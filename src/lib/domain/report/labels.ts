/** How a unit's page and paper name the state of a figure. */
export const valueStateLabels = {
  entered: 'Đang nhập',
  complete: 'Đã nhập đủ',
  submitted: 'Chờ xác nhận',
  returned: 'Trả lại để sửa',
  verified: 'Đã xác nhận',
  locked: 'Chính thức',
} as const;
